/** The transport on OkHttp; the only package that uses that library. */
package org.atomicagents.internal.http.okhttp;
