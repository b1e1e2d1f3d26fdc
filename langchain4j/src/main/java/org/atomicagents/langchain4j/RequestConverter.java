package org.atomicagents.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;

/** A converter of requests to those of LangChain4j. Thread-safe. */
final class RequestConverter {
  /** The additional parameters with a counterpart in LangChain4j. */
  static final Set<String> EXTRA = Set.of("top_k", "frequency_penalty", "presence_penalty");

  private final String provider;
  private final String defaultName;
  private final boolean hasDefaultFormat;
  private final SchemaConverter schemas;

  /**
   * Creates a converter.
   *
   * @param defaultName the name of the model that is not sent
   * @param defaults the parameters that LangChain4j adds to each request; null if there are none
   */
  RequestConverter(
      String provider,
      String defaultName,
      @Nullable ChatRequestParameters defaults,
      boolean rawSchemas) {
    this.provider = provider;
    this.defaultName = defaultName;
    this.hasDefaultFormat =
        defaults != null
            && defaults.responseFormat() != null
            && defaults.responseFormat().type() != ResponseFormatType.TEXT;
    this.schemas = new SchemaConverter(rawSchemas);
  }

  /**
   * Returns the converted request.
   *
   * @throws ConfigurationException if a part of it has no counterpart in LangChain4j
   */
  ChatRequest convert(ModelRequest request) {
    OutputFormat output = request.output();
    List<Message> messages =
        output == null ? request.messages() : output.instruct(request.messages());
    var converter = new MessageConverter(provider, request.model());
    DefaultChatRequestParameters.Builder<?> parameters = ChatRequestParameters.builder();
    if (!request.model().equals(defaultName)) {
      parameters.modelName(request.model());
    }
    addSampling(parameters, request);
    addTools(parameters, request);
    ResponseFormat format = responseFormat(output);
    if (format != null) {
      parameters.responseFormat(format);
    }
    return ChatRequest.builder()
        .messages(converter.convert(messages))
        .parameters(parameters.build())
        .build();
  }

  private static void addSampling(
      DefaultChatRequestParameters.Builder<?> parameters, ModelRequest request) {
    Sampling sampling = request.sampling();
    parameters.temperature(sampling.temperature());
    parameters.topP(sampling.topP());
    parameters.maxOutputTokens(sampling.maxTokens());
    if (!sampling.stop().isEmpty()) {
      parameters.stopSequences(sampling.stop());
    }
    sampling
        .extra()
        .forEach((name, json) -> {
          switch (name) {
            case "top_k" -> parameters.topK(integer(request, name, json));
            case "frequency_penalty" -> parameters.frequencyPenalty(number(request, name, json));
            default -> parameters.presencePenalty(number(request, name, json));
          }
        });
  }

  private static double number(ModelRequest request, String name, String json) {
    try {
      return Double.parseDouble(json.strip());
    } catch (NumberFormatException e) {
      throw invalid(request, name, "a number", json);
    }
  }

  private static int integer(ModelRequest request, String name, String json) {
    double value = number(request, name, json);
    if (value != (int) value) {
      throw invalid(request, name, "an integer", json);
    }
    return (int) value;
  }

  private static ConfigurationException invalid(
      ModelRequest request, String name, String expected, String json) {
    return ConfigurationException.of(
        "Model '%s' can't be sent the additional parameter '%s': expected %s, found %s.\nCorrect the value in the sampling parameters."
            .formatted(request.model(), name, expected, json));
  }

  private void addTools(DefaultChatRequestParameters.Builder<?> parameters, ModelRequest request) {
    OutputFormat output = request.output();
    var tools = new ArrayList<ToolSpecification>();
    for (ToolSpec tool : request.tools()) {
      tools.add(tool(tool.name(), tool.description(), tool.schema()));
    }
    boolean isForced = output != null && output.mode() == ResponseMode.TOOL_CALL;
    if (output != null && isForced) {
      tools.add(tool(output.name(), output.description(), output.effectiveSchema()));
    }
    if (!tools.isEmpty()) {
      parameters.toolSpecifications(tools);
      parameters.toolChoice(isForced ? ToolChoice.REQUIRED : ToolChoice.AUTO);
    }
  }

  private ToolSpecification tool(String name, String description, String schema) {
    return ToolSpecification.builder()
        .name(name)
        .description(description)
        .parameters(schemas.parameters(name, schema))
        .build();
  }

  private @Nullable ResponseFormat responseFormat(@Nullable OutputFormat output) {
    ResponseMode mode = output == null ? ResponseMode.PROMPTED_JSON : output.mode();
    return switch (mode) {
      case JSON_SCHEMA, DECISION ->
          output == null
              ? null
              : ResponseFormat.builder()
                  .type(ResponseFormatType.JSON)
                  .jsonSchema(
                      JsonSchema.builder()
                          .name(output.name())
                          .rootElement(schemas.root(output.effectiveSchema()))
                          .build())
                  .build();
      case JSON_OBJECT -> ResponseFormat.JSON;
      // A default of the model must not contradict the mode.
      case TOOL_CALL, PROMPTED_JSON -> hasDefaultFormat ? ResponseFormat.TEXT : null;
    };
  }
}
