package io.stillwake.local.triton;

import io.stillwake.proto.triton.RepositoryIndexResponse.ModelIndex;

/** Whether one version of a model serves, and if not, why. */
sealed interface VersionState {

  /** Stands for the version of a model whose configuration could not be read. */
  long UNKNOWN_VERSION = -1;

  Unavailable UNLOADED = new Unavailable("unloaded");

  /** The line of RepositoryIndex. */
  ModelIndex describe(String name, long version);

  record Ready(LoadedModel model) implements VersionState {

    @Override
    public ModelIndex describe(String name, long version) {
      return ModelIndex.newBuilder()
          .setName(name)
          .setVersion(Long.toString(version))
          .setState("READY")
          .build();
    }
  }

  record Unavailable(String reason) implements VersionState {

    @Override
    public ModelIndex describe(String name, long version) {
      return ModelIndex.newBuilder()
          .setName(name)
          .setVersion(version == UNKNOWN_VERSION ? "" : Long.toString(version))
          .setState("UNAVAILABLE")
          .setReason(reason)
          .build();
    }
  }
}
