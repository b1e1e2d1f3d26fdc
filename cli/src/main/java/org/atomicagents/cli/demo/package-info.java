/** The demo command. */
@NullMarked
package org.atomicagents.cli.demo;

import org.jspecify.annotations.NullMarked;
