/** Reads the files of model catalogs. */
package org.atomicagents.internal.catalog;
