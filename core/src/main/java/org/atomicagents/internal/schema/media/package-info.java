/** Separates the media of a value from its JSON. */
package org.atomicagents.internal.schema.media;
