import org.jspecify.annotations.NullMarked;

/** Exact token counts for the models of OpenAI. */
@NullMarked
@SuppressWarnings("requires-automatic")
module org.atomicagents.tokenizers {
  requires transitive org.atomicagents.core;
  requires jtokkit;

  exports org.atomicagents.tokenizers;
}
