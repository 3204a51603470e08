/** The functions of the PostgreSQL schema: what must happen in one step costs one round trip. */

/** The channel on which processes tell each other that the log has grown; `schema` is the store's. */
export const channelOf = (schema: string): string => `smtp_plus:${schema}`;

/**
 * `take_turn` lets one transaction at a time number, commit and log, over all processes. So numbers and log become visible
 * in their order, and whoever has read up to a number has missed none below it.
 */
export const WRITE_FUNCTIONS = `
CREATE OR REPLACE FUNCTION take_turn() RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(1397576747, hashtext(current_schema()))
$$;

CREATE OR REPLACE FUNCTION tell(by text, number bigint, changed text, told text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO log (origin, batch, changes, events) VALUES (by, number, changed, told);
  SELECT pg_notify('smtp_plus:' || current_schema(), by)
$$;

CREATE OR REPLACE FUNCTION write_batch(
  by text, number bigint, told text,
  m_ids text[], m_lists text[], m_ats bigint[], m_authors text[], m_recipients text[], m_records text[],
  m_bytes bytea[], m_contents bigint[],
  d_ids text[], d_lists text[], d_sessions text[], d_actions text[], d_rules text[], d_records text[],
  s_ids text[], s_lists text[], s_names text[], s_outcomes text[], s_rules text[], s_ports bigint[],
  s_accepted bigint[], s_refused bigint[], s_records text[], s_transcripts text[],
  t_users text[], t_ats bigint[], r_ids bigint[], r_texts text[],
  v_ids text[], v_lists text[], v_states text[], v_queued bigint[], v_due bigint[], v_ranks bigint[], v_records text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE missing text;
BEGIN
  PERFORM take_turn();
  IF m_ids IS NOT NULL THEN
    SELECT l INTO missing FROM unnest(m_lists) l WHERE NOT EXISTS (SELECT FROM lists WHERE id = l) LIMIT 1;
    IF missing IS NOT NULL THEN
      RAISE EXCEPTION 'the list "%" is gone; create it again', missing;
    END IF;
    INSERT INTO messages
      SELECT nextval('numbers'), * FROM
        unnest(m_ids, m_lists, m_ats, m_authors, m_recipients, m_records, m_bytes, m_contents);
  END IF;
  IF r_ids IS NOT NULL THEN
    INSERT INTO rule_sets SELECT * FROM unnest(r_ids, r_texts) ON CONFLICT DO NOTHING;
  END IF;
  IF d_ids IS NOT NULL THEN
    INSERT INTO decisions
      SELECT nextval('numbers'), d.* FROM
        unnest(d_ids, d_lists, d_sessions, d_actions, d_rules, d_records) d (id, list, session, action, rule, record)
        WHERE d.list = '' OR EXISTS (SELECT FROM lists WHERE lists.id = d.list)
      ON CONFLICT (id) DO NOTHING;
  END IF;
  IF s_ids IS NOT NULL THEN
    INSERT INTO sessions
      SELECT nextval('numbers'), s.* FROM
        unnest(s_ids, s_lists, s_names, s_outcomes, s_rules, s_ports, s_accepted, s_refused, s_records, s_transcripts)
          s (id, list, name, outcome, rule, port, accepted, refused, record, transcript)
        WHERE s.list = '' OR EXISTS (SELECT FROM lists WHERE lists.id = s.list)
      ON CONFLICT (id) DO UPDATE SET list = excluded.list, folded_name = excluded.folded_name,
        outcome = excluded.outcome, rule = excluded.rule, port = excluded.port, accepted = excluded.accepted,
        refused = excluded.refused, record = excluded.record, transcript = excluded.transcript;
  END IF;
  IF v_ids IS NOT NULL THEN
    INSERT INTO deliveries
      SELECT m.seq, v.list, v.state, v.queued, v.due, v.rank, v.record FROM
        unnest(v_ids, v_lists, v_states, v_queued, v_due, v_ranks, v_records)
          v (id, list, state, queued, due, rank, record)
        JOIN messages m ON m.id = v.id;
  END IF;
  IF t_users IS NOT NULL THEN
    UPDATE users SET last_used_at = greatest(last_used_at, t.at)
      FROM unnest(t_users, t_ats) t (id, at) WHERE users.id = t.id;
  END IF;
  PERFORM tell(by, number, NULL, told);
END
$$;

-- The record of the message; null where there is none.
CREATE OR REPLACE FUNCTION delete_message(by text, number bigint, wanted text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE found messages;
BEGIN
  PERFORM take_turn();
  DELETE FROM messages WHERE id = wanted RETURNING * INTO found;
  IF found.id IS NULL THEN RETURN NULL; END IF;
  DELETE FROM content WHERE key = found.content;
  INSERT INTO gone VALUES (found.id, found.seq, found.list) ON CONFLICT DO NOTHING;
  PERFORM tell(by, number, NULL, json_build_array(json_build_object(
    'type', 'message', 'action', 'deleted', 'list', found.list, 'id', found.id))::text);
  RETURN found.record;
END
$$;

-- The ids of those that went, oldest first: beyond the bounds, and with nothing left to be delivered.
CREATE OR REPLACE FUNCTION sweep_messages(
  by text, number bigint, of_list text, before bigint, most bigint, most_bytes bigint, step bigint, step_bytes bigint
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE held totals; swept text[];
BEGIN
  PERFORM take_turn();
  SELECT * INTO held FROM totals WHERE list = of_list;
  IF NOT FOUND THEN RETURN '[]'; END IF;
  WITH oldest AS (
    SELECT seq, id, at, content, substring(record FROM '"size":([0-9]+)')::bigint AS size FROM messages m WHERE list = of_list
      AND NOT EXISTS (SELECT FROM deliveries d WHERE d.seq = m.seq AND d.due_at IS NOT NULL)
      ORDER BY list, at, seq LIMIT step
  ), placed AS (
    SELECT *, row_number() OVER w AS place, coalesce(sum(size) OVER w - size, 0) AS earlier
      FROM oldest WINDOW w AS (ORDER BY at, seq)
  ), beyond AS (
    SELECT * FROM placed WHERE earlier <= step_bytes AND (
      at < before OR held.messages - place + 1 > most OR held.bytes - earlier > most_bytes)
  ), pieces AS (
    DELETE FROM content USING beyond WHERE key = beyond.content
  ), remembered AS (
    INSERT INTO gone SELECT id, seq, of_list FROM beyond ON CONFLICT DO NOTHING
  ), dropped AS (
    DELETE FROM messages USING beyond WHERE messages.seq = beyond.seq
  )
  SELECT coalesce(array_agg(id ORDER BY place), '{}') INTO swept FROM beyond;
  IF cardinality(swept) > 0 THEN
    PERFORM tell(by, number, NULL, (SELECT json_agg(json_build_object(
      'type', 'message', 'action', 'deleted', 'list', of_list, 'id', id) ORDER BY place)::text
      FROM unnest(swept) WITH ORDINALITY s (id, place)));
  END IF;
  RETURN to_json(swept)::text;
END
$$;

CREATE OR REPLACE FUNCTION drop_messages(of_list text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE dropped bigint;
BEGIN
  INSERT INTO gone SELECT id, seq, list FROM messages WHERE list = of_list ON CONFLICT DO NOTHING;
  DELETE FROM content WHERE key IN (SELECT m.content FROM messages m WHERE m.list = of_list);
  DELETE FROM messages WHERE list = of_list;
  GET DIAGNOSTICS dropped = ROW_COUNT;
  RETURN dropped;
END
$$;

CREATE OR REPLACE FUNCTION delete_messages(by text, number bigint, of_list text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE dropped bigint;
BEGIN
  PERFORM take_turn();
  dropped := drop_messages(of_list);
  IF EXISTS (SELECT FROM lists WHERE id = of_list) THEN
    PERFORM tell(by, number, NULL, json_build_array(json_build_object(
      'type', 'messages', 'action', 'deleted', 'list', of_list, 'id', of_list))::text);
  END IF;
  RETURN dropped;
END
$$;

-- The list with all that belongs to it; users, senders and tokens fall by their foreign keys.
CREATE OR REPLACE FUNCTION drop_list(wanted text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM drop_messages(wanted);
  DELETE FROM gone WHERE list = wanted;
  DELETE FROM decisions WHERE list = wanted;
  DELETE FROM sessions WHERE list = wanted;
  DELETE FROM totals WHERE list = wanted;
  DELETE FROM lists WHERE id = wanted;
END
$$;

-- The records claimed, in order. Two who claim at once pass by each other.
CREATE OR REPLACE FUNCTION claim_deliveries(
  by_claim text, by_holder text, now_at bigint, until bigint, span bigint, most bigint
) RETURNS text LANGUAGE sql AS $$
  WITH due AS (
    SELECT seq FROM deliveries WHERE due_at <= now_at AND rank <= now_at + span
      AND (holder IS NULL OR (leased_until <= now_at AND holder <> by_holder))
      ORDER BY rank, seq LIMIT most FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE deliveries d SET holder = by_holder, leased_until = until, claim = by_claim FROM due
      WHERE d.seq = due.seq RETURNING d.seq, d.rank, d.record
  )
  SELECT coalesce(json_agg(record ORDER BY rank, seq), '[]')::text FROM claimed
$$;

CREATE OR REPLACE FUNCTION claim_delivery(by_claim text, by_holder text, now_at bigint, until bigint, wanted text)
  RETURNS text LANGUAGE sql AS $$
  WITH claimed AS (
    UPDATE deliveries SET holder = by_holder, leased_until = until, claim = by_claim
      WHERE seq = (SELECT seq FROM messages WHERE id = wanted)
      AND (holder IS NULL OR (leased_until <= now_at AND holder <> by_holder)) RETURNING record
  )
  SELECT coalesce(json_agg(record), '[]')::text FROM claimed
$$;

-- The ids settled. Bounces have no id where there is none; those of deliveries that are not settled are not stored.
CREATE OR REPLACE FUNCTION settle_deliveries(
  by text, number bigint,
  v_holders text[], v_ids text[], v_lists text[], v_states text[], v_queued bigint[], v_due bigint[], v_ranks bigint[],
  v_records text[],
  b_ids text[], b_lists text[], b_ats bigint[], b_authors text[], b_recipients text[], b_records text[], b_bytes bytea[]
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE settled text[];
BEGIN
  PERFORM take_turn();
  WITH done AS (
    UPDATE deliveries d SET list = v.list, state = v.state, queued_at = v.queued, due_at = v.due, rank = v.rank,
      record = v.record, holder = NULL, leased_until = NULL, claim = NULL
    FROM unnest(v_holders, v_ids, v_lists, v_states, v_queued, v_due, v_ranks, v_records)
      v (holder, id, list, state, queued, due, rank, record)
      JOIN messages m ON m.id = v.id
    WHERE d.seq = m.seq AND d.holder = v.holder RETURNING m.id
  )
  SELECT coalesce(array_agg(id), '{}') INTO settled FROM done;
  INSERT INTO messages
    SELECT nextval('numbers'), b.id, b.list, b.at, b.authors, b.recipients, b.record, b.bytes FROM
      unnest(v_ids, b_ids, b_lists, b_ats, b_authors, b_recipients, b_records, b_bytes)
        b (of_id, id, list, at, authors, recipients, record, bytes)
      WHERE b.id IS NOT NULL AND b.of_id = ANY (settled);
  IF cardinality(settled) > 0 THEN
    PERFORM tell(by, number, NULL, (
      SELECT json_agg(event)::text FROM (
        SELECT json_build_object('type', 'message', 'action', 'created', 'list', b.list, 'id', b.id) event
          FROM unnest(v_ids, b_ids, b_lists) b (of_id, id, list) WHERE b.id IS NOT NULL AND b.of_id = ANY (settled)
        UNION ALL
        SELECT json_build_object('type', 'delivery', 'action', 'updated', 'list', v.list, 'id', v.id, 'state', v.state)
          FROM unnest(v_ids, v_lists, v_states) v (id, list, state) WHERE v.id = ANY (settled)
      ) events));
  END IF;
  RETURN to_json(settled)::text;
END
$$;

-- When the first of the keys that has reached its limit is free again, and which that is; otherwise counts, where asked.
CREATE OR REPLACE FUNCTION count_failure(keys text[], limits bigint[], since bigint, now_at bigint, counts boolean)
  RETURNS TABLE (key text, oldest bigint) LANGUAGE plpgsql AS $$
BEGIN
  -- Guesses at the same moment, at whichever process, are counted one after the other.
  PERFORM pg_advisory_xact_lock(1397576747, hashtext(current_schema() || ' ' || k)) FROM unnest(keys) k ORDER BY k;
  -- What lies far ahead was counted before the clock was set back.
  RETURN QUERY
    SELECT k.key, (SELECT f.at FROM failures f WHERE f.key = k.key AND f.at > since AND f.at <= now_at + (now_at - since)
      ORDER BY f.at DESC OFFSET k.most - 1 LIMIT 1)
    FROM unnest(keys, limits) WITH ORDINALITY k (key, most, place)
    WHERE (SELECT count(*) FROM failures f WHERE f.key = k.key AND f.at > since AND f.at <= now_at + (now_at - since)) >= k.most
    ORDER BY k.place LIMIT 1;
  IF NOT FOUND AND counts THEN
    INSERT INTO failures SELECT k, now_at FROM unnest(keys) k;
  END IF;
END
$$;
`;
