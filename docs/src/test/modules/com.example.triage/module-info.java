module com.example.triage {
  requires org.atomicagents.core;
  requires org.atomicagents.providers;

  opens com.example.triage to
      org.atomicagents.core;
}
