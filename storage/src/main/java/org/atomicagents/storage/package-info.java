/** Durable conversations: in a file, and in a database over JDBC. */
package org.atomicagents.storage;
