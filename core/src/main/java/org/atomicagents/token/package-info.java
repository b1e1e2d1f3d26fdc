/** Estimates of tokens that improve with the usage in responses, and limits of responses. */
package org.atomicagents.token;
