package org.atomicagents.schema;

import java.util.Set;

/**
 * By which keys the unions of a type tree tell their records apart.
 *
 * @param tags their discriminators
 * @param shapes whether some have none, and go by all keys of an object
 */
record UnionKeys(Set<String> tags, boolean shapes) {}
