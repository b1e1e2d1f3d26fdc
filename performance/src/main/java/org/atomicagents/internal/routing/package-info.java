/** The runs of several models or agents for one output; not API. */
package org.atomicagents.internal.routing;
