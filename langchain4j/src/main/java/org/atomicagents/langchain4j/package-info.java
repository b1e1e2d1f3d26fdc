/** A model client for the models of LangChain4j, and agents as tools of LangChain4j. */
package org.atomicagents.langchain4j;
