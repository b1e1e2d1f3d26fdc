package org.atomicagents.internal.http;

import java.util.List;
import java.util.Map;

/**
 * The status and the headers of a response.
 *
 * @param headers the headers, with names in lower case
 * @param sharedConnection whether the connection carries other calls at the same time
 */
public record ResponseHead(
    int status, Map<String, List<String>> headers, boolean sharedConnection) {}
