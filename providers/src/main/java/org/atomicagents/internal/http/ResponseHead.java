package org.atomicagents.internal.http;

import java.util.List;
import java.util.Map;

/**
 * How an answer begins; the headers' names are in lower case.
 *
 * @param sharedConnection whether its connection carries other exchanges at the same time
 */
public record ResponseHead(
    int status, Map<String, List<String>> headers, boolean sharedConnection) {}
