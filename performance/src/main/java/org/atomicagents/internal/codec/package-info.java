/** The binary forms of events, failures and usages. */
@NullMarked
package org.atomicagents.internal.codec;

import org.jspecify.annotations.NullMarked;
