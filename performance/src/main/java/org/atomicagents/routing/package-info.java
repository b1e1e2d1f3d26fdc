/** Selection of models, cascades of models, and fallback across agents. */
package org.atomicagents.routing;
