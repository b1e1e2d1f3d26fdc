/** Selection of the model that a command uses. */
@NullMarked
package org.atomicagents.cli.model;

import org.jspecify.annotations.NullMarked;
