/** Reports about agents, such as the tokens of their requests by part. */
package org.atomicagents.report;
