package org.atomicagents.benchmarks.economy;

import dev.langchain4j.service.output.ServiceOutputParser;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.SchemaNotation;
import org.springframework.ai.converter.BeanOutputConverter;

/** The text that asks for JSON of a type, as each library adds it to a prompt. */
public final class SchemaPrompts {
  private SchemaPrompts() {}

  /** Returns the types: records with descriptions of themselves and of each component. */
  public static List<Class<?>> types() {
    return Stream.of(TradeTypes.class, ServiceTypes.class)
        .flatMap(group -> Stream.of(group.getDeclaredClasses()))
        .filter(type -> !type.getSimpleName().endsWith("Types"))
        .<Class<?>>map(type -> type)
        .toList();
  }

  /** Returns the text of an agent without a prompt of its own. */
  public static String ours(Class<?> type, SchemaNotation notation) {
    Model model =
        Model.of((request, context) -> ModelExchange.of(), "model")
            .withModes(ResponseMode.PROMPTED_JSON)
            .withPrompt(PromptProfile.STANDARD.withNotation(notation));
    var agent =
        AtomicAgent.builder(BasicChatInput.class, type, model)
            .systemPrompt(SystemPrompt.none())
            .build();
    try (var prepared = agent.prepare(new BasicChatInput("hi"), RunOptions.defaults())) {
      ModelRequest request = prepared.request();
      OutputFormat format = request.output();
      List<Message> sent =
          format == null ? request.messages() : format.instruct(request.messages());
      return sent.getFirst().text();
    }
  }

  /** Returns the text that an AI service of LangChain4j adds to the message of the user. */
  public static String langChain4j(Class<?> type) {
    return new ServiceOutputParser().outputFormatInstructions(type);
  }

  /** Returns the text that Spring AI adds to the message of the user. */
  public static String springAi(Class<?> type) {
    return new BeanOutputConverter<>(type).getFormat();
  }
}
