import org.jspecify.annotations.NullMarked;

/** Models of LangChain4j as model clients, and agents as tools of LangChain4j. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module org.atomicagents.langchain4j {
  requires transitive org.atomicagents.core;
  requires transitive langchain4j.core;
  requires static langchain4j;
  requires java.net.http;
  requires org.slf4j;

  exports org.atomicagents.langchain4j;
}
