/** Examples of responses: malformed ones, modes, failures, scripts and prompts. */
@NullMarked
package org.atomicagents.examples.responses;

import org.jspecify.annotations.NullMarked;
