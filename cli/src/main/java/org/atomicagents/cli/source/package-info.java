/** Readers for YAML and JSON files that record the position of each value. */
@NullMarked
package org.atomicagents.cli.source;

import org.jspecify.annotations.NullMarked;
