package org.atomicagents.internal.schema.decode;

import java.util.Set;

/**
 * By which keys the unions of a type tree tell their records apart.
 *
 * @param tags their discriminators
 * @param hasUntaggedUnions whether some have none, and go by all keys of an object
 */
public record DiscriminatorKeys(Set<String> tags, boolean hasUntaggedUnions) {}
