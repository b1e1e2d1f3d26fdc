/** The observation of exchanges by interceptors. */
package org.atomicagents.internal.exchange;
