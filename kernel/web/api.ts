import type { z } from 'zod';
import type { AnswerOf, Endpoint } from '#kernel/contract/endpoint.ts';
import type { Problem } from '#kernel/contract/problem.ts';
import type { Text } from '#kernel/contract/text.ts';
import { isUnattended } from './attendance.ts';

export type CallInput<E extends Endpoint> = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: z.input<E['body']>;
  /** sent as a form's one file, instead of a body */
  readonly file?: File;
  /** the version read, for updates */
  readonly version?: number;
  /** made by the client once a form, kept over retries, for creates */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

/** A refusal of the server, or of the line to it, as an error with a text for people. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message.zh);
    this.name = 'ApiProblem';
    this.problem = problem;
  }

  get text(): Text {
    return this.problem.message;
  }
}

/**
 * One call of the API. A create without a key of its own gets one, and is resent with the same key when the
 * line breaks or the outcome is unknown: the server does the work once.
 * @throws ApiProblem for every answer but success, and when there is no answer
 */
export async function call<E extends Endpoint>(endpoint: E, input: CallInput<E> = {}): Promise<AnswerOf<E>> {
  const form = input.file && formOf(input.file);
  const key = input.idempotencyKey ?? (endpoint.effect === 'create' ? newKey() : undefined);
  const request: RequestInit = {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(isUnattended() && { 'x-unattended': '1' }),
      ...(endpoint.method !== 'GET' && { 'x-csrf-token': readCookie('lianxin_csrf') }),
      ...(input.body !== undefined && { 'content-type': 'application/json' }),
      ...(input.version !== undefined && { 'if-match': `"${input.version}"` }),
      ...(key && { 'idempotency-key': key }),
    },
    ...(input.signal && { signal: input.signal }),
    ...(form ? { body: form } : input.body !== undefined && { body: JSON.stringify(input.body) }),
  };
  const address = addressOf(endpoint, input);
  const response = await sendKept(address, request, key !== undefined);
  return (await response.json()) as AnswerOf<E>;
}

/** Fetches a file and hands it to the browser under the server's name for it. */
export async function download<E extends Endpoint>(endpoint: E, input: CallInput<E> = {}): Promise<void> {
  const response = await send(addressOf(endpoint, input), { credentials: 'same-origin' });
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = decodeURIComponent(name ?? 'lianxin.xlsx');
  link.click();
  // the browser reads the blob after the click has returned
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A key for one piece of work, to be kept while it is resent. */
export function newKey(): string {
  return crypto.randomUUID();
}

/** The endpoint's address with its path parameters and query filled in; empty query values are left out. */
export function addressOf(endpoint: Pick<Endpoint, 'path'>, input: Pick<CallInput<Endpoint>, 'params' | 'query'>): string {
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const search = query.toString();
  return search ? `${path}?${search}` : path;
}

function formOf(file: File): FormData {
  const form = new FormData();
  form.set('file', file, file.name);
  return form;
}

let signedOut: () => void = () => undefined;

/** What to do when the server no longer knows the session. */
export function onSignedOut(react: () => void): void {
  signedOut = react;
}

async function sendKept(address: string, request: RequestInit, repeatable: boolean): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(address, request);
    } catch (error) {
      const code = error instanceof ApiProblem ? error.problem.code : '';
      if (!repeatable || attempt >= 3 || (code !== 'NO_LINE' && code !== 'OUTCOME_UNKNOWN')) throw error;
      await new Promise((resume) => setTimeout(resume, 400 * attempt));
    }
  }
}

async function send(address: string, request: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(noLine);
  }
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (problem.code === 'SIGN_IN_FIRST') signedOut();
  throw new ApiProblem(problem);
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    const read: unknown = await response.json();
    if (typeof read === 'object' && read !== null && 'code' in read && 'message' in read) return read as Problem;
  } catch {
    // a proxy's page is no problem document
  }
  return { ...noLine, status: response.status, code: 'NOT_OURS' };
}

const noLine: Problem = {
  type: 'about:blank',
  title: '连接不上',
  status: 0,
  code: 'NO_LINE',
  message: {
    zh: '暂时连不上服务器。您填写的内容还在，请稍后再试。',
    en: 'The server cannot be reached. What you filled in is still here; please try again shortly.',
  },
  fields: [],
};

function readCookie(name: string): string {
  return decodeURIComponent(new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] ?? '');
}
