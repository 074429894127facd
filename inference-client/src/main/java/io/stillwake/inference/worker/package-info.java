/**
 * The worker beside a model server. {@link io.stillwake.inference.worker.Worker} wires it, {@link
 * io.stillwake.inference.worker.Lane} pulls items, {@link
 * io.stillwake.inference.worker.WorkExecution} decides what becomes of one, and one {@link
 * io.stillwake.inference.worker.Work} per kind makes the output.
 */
package io.stillwake.inference.worker;
