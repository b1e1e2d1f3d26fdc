/** A log of records with crash recovery, and the indexes on it. */
package org.atomicagents.internal.storage;
