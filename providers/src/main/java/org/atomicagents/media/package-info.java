/** Downloads of media by the rules of a policy. */
package org.atomicagents.media;
