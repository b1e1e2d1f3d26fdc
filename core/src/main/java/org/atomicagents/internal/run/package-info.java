/**
 * One call of an agent: its configuration, the attempt loop, validation, re-asks and the commit.
 */
package org.atomicagents.internal.run;
