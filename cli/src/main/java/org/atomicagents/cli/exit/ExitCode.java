package org.atomicagents.cli.exit;

import org.atomicagents.cli.source.SourceException;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.ApprovalRequiredException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TruncatedException;

/** The exit codes of the commands, by who can fix the failure. */
public enum ExitCode {
  /** Success. */
  SUCCESS(0),
  /**
   * An internal error; in commands other than {@code run}, {@code chat}, {@code batch} and {@code
   * bench}, any failure.
   */
  FAILED(1),
  /** The command line is invalid, or names an unreadable file. */
  USAGE(2),
  /** The agent file is invalid. */
  AGENT_FILE(3),
  /** The input does not match its schema. */
  INPUT(4),
  /** The model returned no valid output. */
  NO_OUTPUT(5),
  /** The provider was unreachable, rejected the request, or timed out. */
  PROVIDER(6),
  /** Some items of a batch, or runs of a measurement, failed or were not run. */
  SOME_FAILED(7),
  /** A review has a finding of a severity that fails the command. */
  FINDINGS(8),
  /** Interrupted by Ctrl-C; 128 + SIGINT, as in shells. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** Returns the exit code of the process. */
  public int number() {
    return number;
  }

  /** Returns the exit code of {@code run}, {@code chat}, {@code batch} and {@code bench}. */
  public static ExitCode of(Exception failure) {
    return switch (failure) {
      case CommandException known -> known.code();
      case SourceException e -> AGENT_FILE;
      case AgentException e -> ofRun(e);
      default -> FAILED;
    };
  }

  private static ExitCode ofRun(AgentException failure) {
    return switch (failure) {
      case InvalidOutputException e -> NO_OUTPUT;
      case TruncatedException e -> NO_OUTPUT;
      case ModelRefusalException e -> NO_OUTPUT;
      case EmptyResponseException e -> NO_OUTPUT;
      case LimitExceededException e -> NO_OUTPUT;
      case ProviderException e -> PROVIDER;
      case TransportException e -> PROVIDER;
      case TimedOutException e -> PROVIDER;
      case BatchItemException e -> PROVIDER;
      case ContextTooLargeException e -> PROVIDER;
      case AllModelsFailedException e -> PROVIDER;
      case ConfigurationException e -> PROVIDER;
      case CircuitOpenException e -> PROVIDER;
      case CancelledException e -> INTERRUPTED;
      case ShutdownException e -> INTERRUPTED;
      case ApprovalRequiredException e -> FAILED;
      case ConflictException e -> FAILED;
      case StoreException e -> FAILED;
    };
  }
}
