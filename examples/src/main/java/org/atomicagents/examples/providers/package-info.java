/** One runnable class per capability; each accepts {@code --model provider:name}. */
@NullMarked
package org.atomicagents.examples.providers;

import org.jspecify.annotations.NullMarked;
