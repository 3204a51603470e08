/** What Vite adds to the world: CSS as an import, `import.meta.env`. */

/// <reference types="vite/client" />
