// The BullMQ worker beside a GPU: a place for each slot and two more. Its name and the GPU's address are its arguments.
import { Worker } from 'bullmq';
import { Client } from 'minio';
import { Gpus } from './gpus.js';

const [name, gpu] = process.argv.slice(2);
const gpus = new Gpus([gpu]);
const endpoint = new URL(process.env.STILLWAKE_S3_ENDPOINT);
const store = new Client({
  endPoint: endpoint.hostname,
  port: Number(endpoint.port),
  useSSL: endpoint.protocol === 'https:',
  accessKey: process.env.STILLWAKE_S3_ACCESS_KEY,
  secretKey: process.env.STILLWAKE_S3_SECRET_KEY,
  region: process.env.STILLWAKE_S3_REGION ?? 'us-east-1',
});

async function infer(job) {
  const work = job.data;
  const latents = await gpus.infer(work, job.attemptsMade + 1);
  await store.putObject('renders', `work/${work.tenant}/${work.work}/latents`, latents, latents.length);
}

const connection = { host: '127.0.0.1', port: Number(process.env.PEER_REDIS_PORT), maxRetriesPerRequest: null };
const worker = new Worker('work', infer, { connection, name, concurrency: (await gpus.slots()) + 2 });
worker.on('error', (error) => console.error(error));
process.on('SIGTERM', async () => {
  await worker.close();
  process.exit(0);
});
