/** Exit codes and the exceptions that end a command. */
@NullMarked
package org.atomicagents.cli.exit;

import org.jspecify.annotations.NullMarked;
