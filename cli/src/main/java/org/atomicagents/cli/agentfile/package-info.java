/** Agents defined in YAML files. */
@NullMarked
package org.atomicagents.cli.agentfile;

import org.jspecify.annotations.NullMarked;
