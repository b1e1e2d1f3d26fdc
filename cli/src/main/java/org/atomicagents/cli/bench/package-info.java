/** Runs of an agent under load, and their measurement. */
@NullMarked
package org.atomicagents.cli.bench;

import org.jspecify.annotations.NullMarked;
