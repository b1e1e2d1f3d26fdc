/** Random types, values and model outputs that core's readers are tested with. */
@NullMarked
package org.atomicagents.corpus;

import org.jspecify.annotations.NullMarked;
