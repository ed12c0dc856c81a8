import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './page/App';
import './styles/tokens.css';
import './styles/page.css';
import './styles/controls.css';
import './styles/results.css';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no element with the id "root"');
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
