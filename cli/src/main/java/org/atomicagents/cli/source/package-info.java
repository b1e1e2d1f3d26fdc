/** Files that people write, read so that each value knows its line and column. */
@NullMarked
package org.atomicagents.cli.source;

import org.jspecify.annotations.NullMarked;
