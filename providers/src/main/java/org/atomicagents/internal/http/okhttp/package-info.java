/** The transport on top of OkHttp; the only package that uses the library. */
package org.atomicagents.internal.http.okhttp;
