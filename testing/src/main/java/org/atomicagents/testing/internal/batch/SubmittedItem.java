package org.atomicagents.testing.internal.batch;

import tools.jackson.databind.JsonNode;

/**
 * One request of a batch.
 *
 * @param key the key of the client; empty for none
 */
record SubmittedItem(String key, JsonNode body) {}
