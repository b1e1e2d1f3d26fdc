package org.atomicagents.internal.schema.decode;

import java.util.Set;

/**
 * The keys by which the unions of a type tree select the record of an object.
 *
 * @param tags the discriminators of the unions
 * @param hasUntaggedUnions whether a union has no discriminator and compares all keys of an object
 */
public record DiscriminatorKeys(Set<String> tags, boolean hasUntaggedUnions) {}
