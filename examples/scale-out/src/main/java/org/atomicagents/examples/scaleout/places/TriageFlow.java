package org.atomicagents.examples.scaleout.places;

/** The workflow of DBOS, with JSON as its input and output. */
public interface TriageFlow {
  String triage(String ticket);
}
