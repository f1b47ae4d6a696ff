// Every operation carries the key, over HTTP and WebSocket alike; without one nothing is sent.

const UNAUTHORIZED = 401;

/**
 * Return the function GraphiQL asks for each operation, subscriptions included.
 *
 * @param {string} key the API key, "" for none
 * @param {string} missing what to answer when there is no key
 * @param {(state: "accepted" | "refused" | "unreachable") => void} hear told after each HTTP answer
 */
export function createFetcher(key, missing, hear) {
  const endpoint = new URL(location.pathname, location.href);
  const socket = new URL(endpoint);
  socket.protocol = endpoint.protocol.replace("http", "ws");
  const send = GraphiQL.createFetcher({
    url: endpoint.href,
    subscriptionUrl: socket.href,
    fetch: (url, request) => fetchAndHear(url, request, hear),
  });
  return async (operation, options) => {
    const headers = withKey(options?.headers ?? {}, key);
    return isAuthorized(headers) ? send(operation, { ...options, headers }) : { errors: [{ message: missing }] };
  };
}

async function fetchAndHear(url, request, hear) {
  try {
    const response = await fetch(url, request);
    if (response.ok) hear("accepted");
    if (response.status === UNAUTHORIZED) hear("refused");
    return response;
  } catch (error) {
    hear("unreachable");
    throw error;
  }
}

// An Authorization typed in the headers tab wins: two of them would be joined into one that nobody accepts.
function withKey(headers, key) {
  return key === "" || isAuthorized(headers) ? headers : { ...headers, Authorization: `Bearer ${key}` };
}

function isAuthorized(headers) {
  return Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
}
