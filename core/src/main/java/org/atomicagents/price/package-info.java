/** Prices of models, and the cost of the tokens that were used. */
package org.atomicagents.price;
