/** Terminal input and output: live regions, status lines and formatting. */
@NullMarked
package org.atomicagents.cli.terminal;

import org.jspecify.annotations.NullMarked;
