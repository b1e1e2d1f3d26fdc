/** Formats of media files and rules for network addresses, without types of the domain. */
package org.atomicagents.internal.media;
