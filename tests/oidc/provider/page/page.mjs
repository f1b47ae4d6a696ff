// A single-page app: it signs somebody in, asks Kontor from another origin, and follows by WebSocket.
// It is opened with its settings behind `#`: { authority, resource, api, query, subscription }.

const STORED_AS = "settings";

const settings = remembered();
const users = new oidc.UserManager({
  authority: settings.authority,
  client_id: "kontor-app",
  redirect_uri: location.origin + location.pathname,
  scope: "openid kontor",
  resource: settings.resource,
  automaticSilentRenew: false,
});

if (new URLSearchParams(location.search).has("code")) {
  const { access_token: token } = await users.signinCallback();
  show("answered", await ask(token));
  follow(token, (event) => show("told", event));
} else {
  await users.signinRedirect();
}

/** Nothing of the address survives the way to the issuer and back. */
function remembered() {
  if (location.hash) sessionStorage.setItem(STORED_AS, decodeURIComponent(location.hash.slice(1)));
  return JSON.parse(sessionStorage.getItem(STORED_AS));
}

function show(id, words) {
  document.getElementById(id).textContent = JSON.stringify(words);
}

async function ask(token) {
  const response = await fetch(settings.api, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ query: settings.query }),
  });
  return response.json();
}

function follow(token, hear) {
  const socket = new WebSocket(settings.api.replace("http", "ws"), "graphql-transport-ws");
  const say = (message) => socket.send(JSON.stringify(message));
  const begin = { type: "connection_init", payload: { Authorization: `Bearer ${token}` } };
  const subscribe = { type: "subscribe", id: "1", payload: { query: settings.subscription } };
  socket.onopen = () => say(begin);
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === "connection_ack") say(subscribe);
    else hear(message.payload);
  };
}
