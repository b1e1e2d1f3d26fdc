/** The transport over OkHttp; no other package depends on the HTTP library. */
package org.atomicagents.internal.http.okhttp;
