package org.atomicagents.http;

import java.util.List;
import java.util.Map;

/** How an answer begins; the headers' names are in lower case. */
record Head(int status, Map<String, List<String>> headers) {}
