/** Types, values and texts that a reader of models' answers is judged by. */
@NullMarked
package org.atomicagents.corpus;

import org.jspecify.annotations.NullMarked;
