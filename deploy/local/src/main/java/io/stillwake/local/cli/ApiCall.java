package io.stillwake.local.cli;

import io.stillwake.local.client.ApiClient;
import io.stillwake.local.client.ApiException;
import java.io.IOException;
import java.net.ConnectException;

/** Runs a call of the API and turns its failures into ones for the user. */
final class ApiCall {

  @FunctionalInterface
  interface Call<T> {
    T run() throws ApiException, IOException, InterruptedException;
  }

  private ApiCall() {}

  static <T> T of(ApiClient api, Call<T> call) {
    try {
      return call.run();
    } catch (ApiException e) {
      String message = e.getMessage() + " (" + e.code() + ")";
      // Refused requests are wrong usage; what the server could not do is a failure.
      throw e.status() >= 500
          ? CommandFailure.failed(message, e)
          : CommandFailure.usage(message, e);
    } catch (ConnectException e) {
      throw CommandFailure.failed(
          "nothing answers at " + api.endpoint() + " (expected: Stillwake's API)", e);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the connection to " + api.endpoint() + " broke: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", e);
    }
  }
}
