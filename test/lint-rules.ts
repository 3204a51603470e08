/** Rules of our own for oxlint, as a plugin of ESLint's form: what its own rules cannot say. */

/** The little of a syntax node that is looked at. */
type Node = { value?: unknown; callee?: { type: string; name?: string } };
type Context = { report(problem: { node: Node; message: string }): void };

/** A test that waits for quiet, or that sleeps under another name, is slow on one machine and wrong on another. */
const noSleep = {
  create: (context: Context) => ({
    Literal(node: Node) {
      if (node.value === 'networkidle')
        context.report({ node, message: 'a quiet network says nothing: wait for what the page shows' });
    },
    CallExpression(node: Node) {
      if (node.callee?.type === 'Identifier' && /^(sleep|delay|pause)$/.test(node.callee.name ?? ''))
        context.report({ node, message: 'wait for the event itself; a test does not sleep' });
    },
  }),
};

export default { meta: { name: 'house' }, rules: { 'no-sleep': noSleep } };
