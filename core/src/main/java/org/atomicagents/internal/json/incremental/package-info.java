/** A push parser for JSON that arrives in chunks. */
package org.atomicagents.internal.json.incremental;
