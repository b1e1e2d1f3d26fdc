/** Schema-aligned repair of malformed output. */
package org.atomicagents.internal.schema.repair;
