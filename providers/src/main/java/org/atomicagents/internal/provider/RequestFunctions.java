package org.atomicagents.internal.provider;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The functions that the model may call in a request: the tools, and that of the output.
 *
 * @param all the tools, then the function of the output
 * @param output the output, if a call of a function returns it; else null
 */
public record RequestFunctions(List<ToolSpec> all, @Nullable OutputFormat output) {
  /** Returns the functions of a request. */
  public static RequestFunctions of(ModelRequest request) {
    OutputFormat output = request.output();
    if (output == null || output.mode() != ResponseMode.TOOL_CALL) {
      return new RequestFunctions(request.tools(), null);
    }
    var all = new ArrayList<>(request.tools());
    all.add(new ToolSpec(output.name(), output.description(), output.schema()));
    return new RequestFunctions(all, output);
  }

  /** Returns whether the request has no functions. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns whether the function of the output is the only one. */
  public boolean isOutputOnly() {
    return output != null && all.size() == 1;
  }

  /** Writes the name, and the description unless it is blank. */
  public static void writeName(JsonGenerator json, String name, String description) {
    json.writeStringProperty("name", name);
    if (!description.isBlank()) {
      json.writeStringProperty("description", description);
    }
  }
}
